casebookShard("search/03190e6b35ac.js",[["Who is in this cohort, and who is not","notebooks/who.html","notebook"],
["Hallmarks of coronary artery disease","notebooks/cad-hallmarks.html","notebook"],
["Triglyceride-rich lipoproteins and remnants","hallmarks/cad-triglyceride_remnant.html","hallmark"]],[
["765c97ac719b",1,0],
["78b55d916d79",1,1],
["78e3bbe1d9e1",1,1],
["79-1",1,2]
]);

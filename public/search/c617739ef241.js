casebookShard("search/c617739ef241.js",[["Case reports","cases/index.html","cases"],
["A patient's Alzheimer's profile, step by step","notebooks/alzheimer-profile.html","notebook"],
["Hallmarks of coronary artery disease","notebooks/cad-hallmarks.html","notebook"],
["Data dictionary","dictionary.html","dictionary"],
["How these pages were made","methods.html","methods"],
["Alzheimer disease","traits/alzheimer.html","trait"],
["Coronary artery disease","traits/cad.html","trait"],
["Obesity","traits/obesity.html","trait"],
["Type 2 diabetes","traits/t2d.html","trait"],
["Triglyceride-rich lipoproteins and remnants","hallmarks/cad-triglyceride_remnant.html","hallmark"],
["How this cohort was scored","notebooks/scored.html","notebook"],
["Lipid and cholesterol handling","hallmarks/alzheimer-lipid_cholesterol.html","hallmark"],
["Liver and lipid","hallmarks/t2d-liver_lipid.html","hallmark"]],[
["90th",9,0,1,2,3,4,5,6,7,8],
["91-1",1,9],
["9343467",3,1,10,11],
["95th",1,4],
["9742977",1,12]
]);

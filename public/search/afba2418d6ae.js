casebookShard("search/afba2418d6ae.js",[["Hallmarks of coronary artery disease","notebooks/cad-hallmarks.html","notebook"],
["Data dictionary","dictionary.html","dictionary"],
["A patient's Alzheimer's profile, step by step","notebooks/alzheimer-profile.html","notebook"]],[
["−",2,0,1],
["−0",1,2],
["−1",1,2],
["−2",1,2],
["−3",2,2,1]
]);

casebookShard("search/d4f85d36757c.js",[["Case reports","cases/index.html","cases"],
["A cohort, its people and its mechanisms","index.html","home"],
["A patient's Alzheimer's profile, step by step","notebooks/alzheimer-profile.html","notebook"],
["Hallmarks of coronary artery disease","notebooks/cad-hallmarks.html","notebook"],
["Alzheimer disease","traits/alzheimer.html","trait"],
["Coronary artery disease","traits/cad.html","trait"],
["Obesity","traits/obesity.html","trait"],
["Type 2 diabetes","traits/t2d.html","trait"],
["Whom the genotypes resemble","similarity.html","similarity"],
["Data dictionary","dictionary.html","dictionary"]],[
["–",8,0,1,2,3,4,5,6,7],
["“most",1,8],
["…",1,9],
["−",2,3,9],
["−0",1,2],
["−1",1,2],
["−2",1,2],
["−3",2,2,9]
]);

casebookShard("search/c5740d0cbd3e.js",[["Drugs","drugs/index.html","drugs"],
["riociguat","drugs/riociguat.html","drug"],
["Blood pressure","hallmarks/cad-blood_pressure.html","hallmark"],
["How these pages were made","methods.html","methods"],
["A cohort, its people and its mechanisms","index.html","home"],
["How this cohort was scored","notebooks/scored.html","notebook"],
["Alzheimer disease","traits/alzheimer.html","trait"],
["Coronary artery disease","traits/cad.html","trait"],
["Traits","traits/index.html","traits"],
["Obesity","traits/obesity.html","trait"],
["Type 2 diabetes","traits/t2d.html","trait"]],[
["pulmonary",3,0,1,2],
["purpose",1,3],
["put",7,4,5,6,7,8,9,10],
["pygscatalog",1,3]
]);

casebookShard("search/73d9a190ed38.js",[["mirabegron","drugs/mirabegron.html","drug"],
["Adipocyte thermogenesis: burn or store","hallmarks/obesity-adipocyte_thermogenesis.html","hallmark"],
["How this cohort was scored","notebooks/scored.html","notebook"],
["Coronary artery disease","traits/cad.html","trait"],
["How these pages were made","methods.html","methods"]],[
["β3",2,0,1],
["β3-adrenergic",2,0,1],
["ε4",2,2,3],
["μ",1,4],
["μⱼ",1,4]
]);

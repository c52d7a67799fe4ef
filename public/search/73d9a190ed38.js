casebookShard("search/73d9a190ed38.js",[["Adipocyte thermogenesis: burn or store","hallmarks/obesity-adipocyte_thermogenesis.html","hallmark"],
["How this cohort was scored","notebooks/scored.html","notebook"],
["Coronary artery disease","traits/cad.html","trait"]],[
["β3",1,0],
["β3-adrenergic",1,0],
["ε4",2,1,2]
]);

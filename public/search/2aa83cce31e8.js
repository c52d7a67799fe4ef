casebookShard("search/2aa83cce31e8.js",[["How this cohort was scored","notebooks/scored.html","notebook"]],[
["±0",1,0]
]);

casebookShard("search/a604630a3066.js",[["Glossary","glossary.html","page"],
["How these pages were made","methods.html","methods"],
["Inflammation","hallmarks/cad-inflammation.html","hallmark"],
["How this cohort was scored","notebooks/scored.html","notebook"],
["LDL and apoB particles","hallmarks/cad-ldl.html","hallmark"]],[
["80th",1,0],
["8710f37ad008eeeb",1,1],
["88-1",1,2],
["8906ad7753b9",1,3],
["8964043",1,4]
]);

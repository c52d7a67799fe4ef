casebookShard("search/2617fcb92baa.js",[["How these pages were made","methods.html","methods"],
["Pathways","pathways.html","pathways"]],[
["π",1,0],
["σ",2,0,1],
["σx",1,0],
["σⱼ",1,0],
["φ",1,0]
]);

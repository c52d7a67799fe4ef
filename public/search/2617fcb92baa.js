casebookShard("search/2617fcb92baa.js",[["How these pages were made","methods.html","methods"],
["Drugs by genetic evidence","drugs/ranking.html","drugs"],
["Pathways","pathways.html","pathways"]],[
["π",1,0],
["σ",3,1,0,2],
["σx",1,0],
["σⱼ",1,0],
["φ",1,0]
]);

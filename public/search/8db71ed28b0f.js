casebookShard("search/8db71ed28b0f.js",[["Data dictionary","dictionary.html","dictionary"]],[
["×",1,0]
]);

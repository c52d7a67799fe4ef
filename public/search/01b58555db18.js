casebookShard("search/01b58555db18.js",[["Who is in this cohort, and who is not","notebooks/who.html","notebook"],
["6ackrorxy4l5dm6r","cases/6ackrorxy4l5dm6r.html","case"],
["Case reports","cases/index.html","cases"]],[
["66536abdeaa6",1,0],
["6ackrorxy4l5dm6r",2,1,2]
]);

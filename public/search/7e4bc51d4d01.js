casebookShard("search/7e4bc51d4d01.js",[["j6fa65f4jcnvmqga","cases/j6fa65f4jcnvmqga.html","case"],
["ryo3ass2kugiinjf","cases/ryo3ass2kugiinjf.html","case"],
["y6aomwnsmdo23t5s","cases/y6aomwnsmdo23t5s.html","case"],
["rfmfxrfqjnnwavxg","cases/rfmfxrfqjnnwavxg.html","case"],
["zyb7upc6tmge63gj","cases/zyb7upc6tmge63gj.html","case"],
["Who is in this cohort, and who is not","notebooks/who.html","notebook"],
["jycnhanpt6yryrlt","cases/jycnhanpt6yryrlt.html","case"],
["6ackrorxy4l5dm6r","cases/6ackrorxy4l5dm6r.html","case"],
["Case reports","cases/index.html","cases"]],[
["60th",2,0,1],
["61st",1,2],
["63rd",1,3],
["64th",1,4],
["66536abdeaa6",1,5],
["66th",1,6],
["6ackrorxy4l5dm6r",2,7,8]
]);

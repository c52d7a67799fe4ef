casebookShard("search/6f05848dc541.js",[["Who is in this cohort, and who is not","notebooks/who.html","notebook"],
["A patient's Alzheimer's profile, step by step","notebooks/alzheimer-profile.html","notebook"],
["How this cohort was scored","notebooks/scored.html","notebook"],
["5fpyuxm3j3gk4mu2","cases/5fpyuxm3j3gk4mu2.html","case"],
["Case reports","cases/index.html","cases"]],[
["5db8ed598314",1,0],
["5e01adef5772",1,1],
["5e6eaef75fd7",1,2],
["5fpyuxm3j3gk4mu2",2,3,4]
]);

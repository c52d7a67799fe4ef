casebookShard("search/fbdba9de29ce.js",[["Beta cell, high proinsulin","hallmarks/t2d-beta_cell_proinsulin_pos.html","hallmark"],
["How these pages were made","methods.html","methods"],
["Who is in this cohort, and who is not","notebooks/who.html","notebook"],
["4g7yr7p4j7wff4tn","cases/4g7yr7p4j7wff4tn.html","case"],
["Case reports","cases/index.html","cases"],
["4n54i3umoqgi5aao","cases/4n54i3umoqgi5aao.html","case"],
["A patient's Alzheimer's profile, step by step","notebooks/alzheimer-profile.html","notebook"]],[
["422356",1,0],
["4927f5f8a0d4bfd2",1,1],
["4c5b658e453d",1,2],
["4f7b7f7d83b30ff7",1,1],
["4g7yr7p4j7wff4tn",2,3,4],
["4n54i3umoqgi5aao",3,5,4,6]
]);

casebookShard("search/0a6aace88bfd.js",[["xbvldqaqbr56fgkp","cases/xbvldqaqbr56fgkp.html","case"],
["Case reports","cases/index.html","cases"],
["Data dictionary","dictionary.html","dictionary"]],[
["xbvldqaqbr56fgkp",2,0,1],
["xref",1,2]
]);

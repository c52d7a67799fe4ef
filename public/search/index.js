casebookIndex("search/index.js",[
["0000084","search/76e68c6a83fe.js"],
["arap1-stard10","search/83f66fcc422e.js"],
["kamstrup","search/580337e0a981.js"],
["qc","search/5a09cb6fa2de.js"],
["whom","search/2e3087d0d481.js"]
]);

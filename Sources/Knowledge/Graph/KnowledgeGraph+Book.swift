extension KnowledgeGraph {
  /// What the knowledge tables state, as a graph, with gene sets as pathways.
  ///
  /// Variants affect their likely genes (our assignment: direction not known) and are associated
  /// with traits (sign of the effect allele's beta); genes and cell types take part in hallmarks,
  /// hallmarks in diseases (no direction); drugs raise or lower their targets. A link of which a
  /// part was recalled and not read counts half: a rank, no probability.
  public init(_ book: KnowledgeBook, sets: [(name: String, genes: [String])] = []) {
    var draft = BookDraft(book)
    draft.addTraits()
    draft.addVariants()
    draft.addInstruments()
    draft.addMechanisms()
    draft.addDrugs()
    draft.addInteractions()
    draft.addSets(sets)
    self.init(nodes: draft.nodes, edges: draft.edges)
  }
}

private struct BookDraft {
  let book: KnowledgeBook
  var nodes: [GraphNode] = []
  var edges: [GraphEdge] = []
  private var seen: Set<String> = []

  init(_ book: KnowledgeBook) { self.book = book }

  private mutating func node(_ id: String, _ name: String, _ category: String) -> String {
    if seen.insert(id).inserted {
      nodes.append(GraphNode(id: id, name: name, category: category))
    }
    return id
  }

  private mutating func gene(_ symbol: String) -> String {
    node("SYMBOL:\(symbol)", symbol, "Gene")
  }

  private static func strength(_ confidence: String) -> LinkStrength {
    LinkStrength(confidence.contains("recalled") ? 0.5 : 1)
  }

  private static func citation(_ pmids: [String]) -> String {
    pmids.filter { !$0.isEmpty }.map { "PMID:" + $0 }.joined(separator: "|")
  }

  private static func process(_ step: MechanismStep, _ name: String) -> String {
    "PROCESS:\(step.trait).\(step.hallmark).\(name.replacing(" ", with: "_"))"
  }

  private static func id(of trait: Trait) -> String {
    trait.mondo ?? (trait.efo.isEmpty ? "TRAIT:\(trait.id)" : trait.efo)
  }

  mutating func addTraits() {
    for trait in book.traits {
      _ = node(
        Self.id(of: trait), trait.label, trait.isDisease ? "Disease" : "PhenotypicFeature")
    }
    for hallmark in book.hallmarks {
      guard let trait = book.trait(hallmark.trait) else { continue }
      let id = node("HALLMARK:\(trait.id).\(hallmark.id)", hallmark.name, "BiologicalProcess")
      let (strength, papers) = (
        Self.strength(hallmark.confidence), Self.citation(hallmark.pmids)
      )
      func link(_ from: String, _ predicate: String, _ to: String) -> GraphEdge {
        GraphEdge(
          from, predicate, to, strength: strength, source: "hallmarks.tsv", citation: papers)
      }
      edges.append(link(id, "contributes_to", Self.id(of: trait)))
      for symbol in hallmark.genes { edges.append(link(gene(symbol), "participates_in", id)) }
      for cell in hallmark.cellTypes {
        edges.append(link(cellType(cell), "participates_in", id))
      }
    }
  }

  /// "astrocyte CL:0000127": the name, then the id.
  private mutating func cellType(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard let last = words.last, last.hasPrefix("CL:") else {
      return node("CELLTYPE:\(text)", text, "Cell")
    }
    return node(String(last), words.dropLast().joined(separator: " "), "Cell")
  }

  mutating func addVariants() {
    for variant in book.variants {
      let id = node("DBSNP:\(variant.rsid)", variant.rsid, "SequenceVariant")
      let (strength, papers) = (
        Self.strength(variant.confidence), Self.citation([variant.pmid])
      )
      for symbol in variant.genes {
        edges.append(
          GraphEdge(
            id, "affects", gene(symbol), strength: strength, source: "variants.tsv",
            citation: papers))
      }
      for trait in book.traits where trait.variantTraits.contains(variant.traitText) {
        let sign = variant.beta.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } ?? 0
        edges.append(
          GraphEdge(
            id, "associated_with", Self.id(of: trait), sign: sign, strength: strength,
            source: "variants.tsv", citation: papers))
      }
    }
  }

  /// What alleles, and groups of mutations, do to a gene's product.
  mutating func addInstruments() {
    for instrument in book.instruments {
      guard let sign = instrument.targetSign, instrument.basis != .splicing else { continue }
      let isVariant = instrument.name.hasPrefix("rs")
      let id = node(
        isVariant ? "DBSNP:\(instrument.name)" : "ALLELES:\(instrument.gene).\(instrument.name)",
        isVariant ? instrument.name : "\(instrument.gene) \(instrument.name)", "SequenceVariant")
      edges.append(
        GraphEdge(
          id, "affects", gene(instrument.gene), sign: sign,
          strength: Self.strength(instrument.confidence), source: "instruments.tsv",
          citation: Self.citation(instrument.pmids)))
    }
  }

  /// Arrows of mechanisms; what is neither a variant nor a gene is a process of its hallmark.
  mutating func addMechanisms() {
    for step in book.mechanisms {
      func end(_ name: String, _ layer: String) -> String {
        let first = name.split { $0 == "-" || $0 == " " }.first.map(String.init)
        if name.hasPrefix("rs"), let rsid = first {
          return node("DBSNP:\(rsid)", rsid, "SequenceVariant")
        }
        if layer == "Gene" || layer == "Regulator", let symbol = first { return gene(symbol) }
        return node(Self.process(step, name), "\(layer): \(name)", "BiologicalProcess")
      }
      edges.append(
        GraphEdge(
          end(step.from, step.fromLayer), "affects", end(step.to, step.toLayer), sign: step.sign,
          source: "mechanisms.tsv", citation: Self.citation(step.pmids)))
    }
  }

  mutating func addDrugs() {
    for drug in book.drugs {
      let id = node("DRUG:\(drug.name)", drug.name, "ChemicalEntity")
      let (predicate, sign) =
        switch Self.direction(drug.effect) {
        case -1: ("decreases_activity_of", -1)
        case 1: ("increases_activity_of", 1)
        default: ("interacts_with", 0)
        }
      for symbol in drug.targets {
        edges.append(
          GraphEdge(
            id, predicate, gene(symbol), sign: sign, strength: Self.strength(drug.confidence),
            source: "drugs.tsv", citation: Self.citation(drug.pmids)))
      }
    }
  }

  /// Drugs of databases; one that is curated too is the same node.
  mutating func addInteractions() {
    let curated = Dictionary(
      book.drugs.map { ($0.name.lowercased(), $0.name) }, uniquingKeysWith: { first, _ in first })
    for pair in book.interactions {
      let name = curated[pair.drug.lowercased()] ?? pair.drug.lowercased()
      let predicate =
        pair.action < 0
        ? "decreases_activity_of" : pair.action > 0 ? "increases_activity_of" : "interacts_with"
      edges.append(
        GraphEdge(
          node("DRUG:\(name)", name, "ChemicalEntity"), predicate, gene(pair.gene),
          sign: pair.action, source: "DGIdb: " + pair.sources.joined(separator: ", ")))
    }
  }

  /// "decrease", "increase channel", "decrease (raises GRN)"; "decrease Abeta" tells of something
  /// else than the target.
  private static func direction(_ effect: String) -> Int {
    let words = effect.split(separator: " ", maxSplits: 1)
    let rest = words.count > 1 ? words[1] : ""
    guard rest.isEmpty || rest.hasPrefix("(") || ["channel", "signalling"].contains(rest) else {
      return 0
    }
    return words.first == "decrease" ? -1 : words.first == "increase" ? 1 : 0
  }

  mutating func addSets(_ sets: [(name: String, genes: [String])]) {
    for set in sets {
      let id = node("SET:\(set.name)", set.name, "Pathway")
      for symbol in set.genes {
        edges.append(GraphEdge(gene(symbol), "participates_in", id, source: "gene sets"))
      }
    }
  }
}

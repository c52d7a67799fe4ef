import Analyses
import Diagnostics
import Formats
import Knowledge
import Store
import TestSupport
import Testing

/// Directions of the demo's own tables against the known actions of drugs.
@Suite struct DirectionTests {
  static func book() throws -> KnowledgeBook {
    try KnowledgeFiles.read(folder: "content/knowledge") { path in
      let file = Fixtures.root + "/" + path
      return Files.exists(file) ? try Files.read(file) : nil
    }
  }

  private func verdicts(_ book: KnowledgeBook) -> [String: DrugMatch.Verdict] {
    let directions = TargetDirections(book)
    return Dictionary(
      uniqueKeysWithValues: book.drugs.compactMap { drug in
        book.trait(drug.trait).map { (drug.name, DrugMatch(drug, on: $0, directions).verdict) }
      })
  }

  static let known: [(drug: String, verdict: DrugMatch.Verdict)] = [
    ("atorvastatin", .concordant), ("ezetimibe", .concordant), ("evolocumab", .concordant),
    ("alirocumab", .concordant), ("inclisiran", .concordant), ("pelacarsen", .concordant),
    ("olpasiran", .concordant), ("tocilizumab", .concordant), ("volanesorsen", .concordant),
    ("glimepiride", .concordant), ("diazoxide", .discordant), ("pioglitazone", .concordant),
    ("lecanemab", .concordant), ("donanemab", .concordant), ("AL002", .concordant),
    ("anacetrapib", .unknown), ("verubecestat", .unknown), ("semaglutide", .unknown),
    ("liraglutide", .unknown), ("empagliflozin", .unknown), ("metformin", .unknown),
    ("sitagliptin", .unknown), ("latozinemab", .unknown), ("lisinopril", .unknown),
    ("riociguat", .unknown), ("evinacumab", .unknown), ("tirzepatide", .unknown),
  ]

  @Test(arguments: known) func directions(_ c: (drug: String, verdict: DrugMatch.Verdict)) throws {
    #expect(try verdicts(Self.book())[c.drug] == c.verdict)
  }

  /// Instruments that contradict each other give no direction, whatever the rows' order.
  @Test(arguments: [false, true]) func contradictionGivesNoDirection(_ isTurned: Bool) throws {
    let book = try Self.book()
    let own = try #require(book.instruments.first { $0.gene == "PCSK9" && $0.targetSign != nil })
    let both = [own, own.with(targetSign: own.targetSign.map { -$0 })]
    let rest = book.instruments.filter { $0.gene != "PCSK9" }
    let torn = Self.with(book, rest + (isTurned ? both.reversed() : both))
    let cad = try #require(torn.trait("cad"))
    let direction = TargetDirections(torn).direction(of: "PCSK9", on: cad)
    #expect(direction.sign == nil && direction.isConflicting && direction.wanted == nil)
    #expect(Set(direction.deciding.compactMap(\.sign)) == [-1, 1])
    #expect(try verdicts(torn)["evolocumab"] == .conflicting)
  }

  @Test func statinsGoThroughLDLAndPCSK9ReachesTheDisease() throws {
    let book = try Self.book()
    let cad = try #require(book.trait("cad")), ldl = try #require(book.trait("ldl"))
    let directions = TargetDirections(book)
    #expect(directions.direction(of: "HMGCR", on: cad).route == .through(ldl, isJoined: false))
    #expect(directions.direction(of: "NPC1L1", on: cad).route == .through(ldl, isJoined: false))
    #expect(directions.direction(of: "PCSK9", on: cad).route == .direct)
    // Without the mutations' row it goes through LDL, joined by the variant that has both rows.
    let less = Self.with(book, book.instruments.filter { $0.name != "nonsense mutations" })
    #expect(
      TargetDirections(less).direction(of: "PCSK9", on: cad).route == .through(ldl, isJoined: true))
  }

  @Test func antiSORT1IsDiscordantOnLDL() throws {
    let book = try Self.book()
    let drug = try #require(book.drugs.first { $0.name == "latozinemab" })
    let found = TargetDirections(book).evidence(of: "SORT1").filter { $0.trait.id == "ldl" }
    #expect(found.count == 2)
    #expect(found.allSatisfy { DrugMatch.verdict(of: drug, $0) == .discordant })
  }

  @Test func aSplicingEffectGivesNoDirection() throws {
    let found = try TargetDirections(Self.book()).evidence(of: "CD33")
    #expect(found.count == 1 && found[0].sign == nil)
  }

  /// Nothing is hard-coded: when the instruments' effects on their products are turned round, every
  /// direction turns, and without them none is left.
  @Test func directionsFollowTheInstruments() throws {
    let book = try Self.book()
    let before = verdicts(book)
    let turned = verdicts(
      Self.with(book, book.instruments.map { $0.with(targetSign: $0.targetSign.map { -$0 }) }))
    let blank = verdicts(Self.with(book, book.instruments.map { $0.with(targetSign: nil) }))
    #expect(before.values.contains(.concordant) && before.values.contains(.discordant))
    for (drug, verdict) in before {
      switch verdict {
      case .concordant: #expect(turned[drug] == .discordant, "\(drug)")
      case .discordant: #expect(turned[drug] == .concordant, "\(drug)")
      default: #expect(turned[drug] == verdict, "\(drug)")
      }
      #expect(blank[drug] == .unknown, "\(drug)")
    }
  }

  /// Effects on the trait turn directions too.
  @Test func directionsFollowTheTrait() throws {
    let book = try Self.book()
    let cad = try #require(book.trait("cad"))
    let rows = book.instruments.map { row -> TargetInstrument in
      guard let outcome = row.outcome else { return row }
      return TargetInstrument(
        gene: row.gene, name: row.name, effect: row.effect, other: row.other,
        targetSign: row.targetSign, measure: row.measure, basis: row.basis,
        outcome: .init(
          trait: outcome.trait, sign: -outcome.sign, effect: outcome.effect.map { -$0 },
          standardError: outcome.standardError, unit: outcome.unit), pmids: row.pmids,
        confidence: row.confidence, note: row.note)
    }
    #expect(TargetDirections(book).direction(of: "PCSK9", on: cad).sign == 1)
    #expect(TargetDirections(Self.with(book, rows)).direction(of: "PCSK9", on: cad).sign == -1)
  }

  static func with(_ book: KnowledgeBook, _ instruments: [TargetInstrument]) -> KnowledgeBook {
    KnowledgeBook(
      traits: book.traits, hallmarks: book.hallmarks, variants: book.variants, drugs: book.drugs,
      cellModels: book.cellModels, references: book.references, exclusions: book.exclusions,
      instruments: instruments)
  }
}

/// How hallmarks hang together, from the demo's own reference.
@Suite struct HallmarkStructureTests {
  @Test func sharesAddUpAndFollowTheCovariances() throws {
    let demo = try DemoScores()
    let file = "content/reference/simulated.scores.tsv"
    let reference = try ScoreReferenceFile.read(
      Files.read(Fixtures.root + "/" + file), file: file)
    for score in demo.scores {
      let scorer = demo.scorer(score, reference)
      let structure = try #require(HallmarkStructure(scorer, reference))
      #expect(scorer.used.count == score.rows.count)
      let shares = structure.shares { $0 ?? "none" }.rows.map { row -> Double in
        if case .number(let value) = row[2] { value } else { .nan }
      }
      #expect(abs(shares.reduce(0, +) - 100) < 1e-9, "\(score.trait.id)")
      // The first part again, from the variance of what is left without it: cov(a, a + b) = (var(a + b) + var(a) − var(b)) / 2.
      let dosages = try #require(reference.residualCovariances[score.trait.id])
      let count = score.rows.count
      func variance(_ rows: [Int]) -> Double {
        rows.reduce(0) { sum, a in
          sum
            + rows.reduce(0) {
              $0 + score.rows[a].weight * score.rows[$1].weight * dosages[a * count + $1]
            }
        }
      }
      let own = score.rows(of: scorer.parts[0]), all = Array(score.rows.indices)
      let rest = all.filter { !own.contains($0) }
      let expected = (variance(all) + variance(own) - variance(rest)) / (2 * variance(all))
      #expect(abs(shares[0] / 100 - expected) < 1e-9, "\(score.trait.id)")
    }
  }
}

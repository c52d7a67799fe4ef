import CohortModel
import Tables

/// Who is in the cohort: sizes, sex and age, phenotypes.
public enum CohortTables {
  public static func tables(_ view: CohortView) -> [Table] {
    [summary(view), standing(view), sexAndAge(view), phenotypes(view), categories(view)]
  }

  private static func summary(_ view: CohortView) -> Table {
    let people = view.people.people
    let scored = view.set(people) { !(view.findings[$0]?.scores.isEmpty ?? true) }
    return Table(
      "cohort", "The cohort in numbers",
      [
        Column(
          "people", "People", format: .integer, of: .people,
          "people whose consent covers health research in this edition"),
        Column(
          "scored", "Scored", format: .integer, of: .people,
          "of them, people with at least one score"),
        Column(
          "reports", "Case reports", format: .integer, of: .people,
          "people with an own report in this edition"),
        Column("traits", "Traits", format: .integer, "traits with a score"),
        Column("hallmarks", "Hallmarks", format: .integer, "hallmarks of these traits"),
        Column("variants", "Variants", format: .integer, "variants of the genotype files"),
      ],
      rows: [
        [
          .people(people), .people(scored), .people(view.cases),
          .number(Double(view.scorers.count)),
          .number(
            Double(
              view.scorers.reduce(0) {
                $0 + view.knowledge.hallmarks(of: $1.definition.trait.id).count
              })),
          .number(Double(view.variants.count)),
        ]
      ])
  }

  /// Everybody of the consent table, by where it stands.
  private static func standing(_ view: CohortView) -> Table {
    Table(
      "consent-standing", "Everybody who joined, by consent",
      [
        Column("standing", "Standing", "in or out of health research, and why"),
        Column(
          "people", "People", format: .integer, of: .people, "people of the participants table"),
      ], rows: view.standing.map { [.text($0.words), .people($0.people)] })
  }

  /// Fixed bands: a row that is there tells of nobody.
  private static let bands: [(name: String, ages: Range<Int>)] = [
    ("under 18", 0..<18), ("18 to 29", 18..<30), ("30 to 39", 30..<40), ("40 to 49", 40..<50),
    ("50 to 59", 50..<60), ("60 to 69", 60..<70), ("70 to 79", 70..<80), ("80 or over", 80..<200),
  ]

  private static func sexAndAge(_ view: CohortView) -> Table {
    var table = Table(
      "cohort-age-sex", "People by age band and sex",
      [
        Column("age", "Age", "age in the build year"),
        Column("female", "Female", format: .integer, of: .people, "people"),
        Column("male", "Male", format: .integer, of: .people, "people"),
        Column("unknown", "Sex not recorded", format: .integer, of: .people, "people"),
      ])
    let people = view.phenotypePeople
    func row(_ name: String, _ test: (Int?) -> Bool) {
      let sets = [Sex.female, .male, .unknown].map { sex in
        Entry.people(
          view.set(people) { person in
            let participant = view.roster.participants[person]
            return participant.sex == sex && test(participant.birthYear.map { view.year - $0 })
          })
      }
      table.add([.text(name)] + sets)
    }
    for band in bands { row(band.name) { $0.map(band.ages.contains) ?? false } }
    row("not recorded") { $0 == nil }
    return table
  }

  /// Numbers: how many were measured, mean and standard deviation.
  private static func phenotypes(_ view: CohortView) -> Table {
    var table = Table(
      "phenotypes", "Measured phenotypes",
      [
        Column("phenotype", "Phenotype", "label of the column"),
        Column("unit", "Unit", "unit of mean and deviation"),
        Column("people", "People measured", format: .integer, of: .people, "people with a value"),
        Column(
          "mean", "Mean", format: .significant(3), of: .derived(from: ["people"]),
          "mean of the values"),
        Column(
          "deviation", "SD", format: .significant(3), of: .derived(from: ["people"]),
          "standard deviation (n − 1)"),
      ])
    for (index, column) in view.phenotypes.columns.enumerated() where column.kind == .number {
      let measured = view.set(view.phenotypePeople) { view.phenotypes.values[index][$0] != nil }
      let values = measured.members.compactMap {
        view.phenotypes.values[index][$0].flatMap(Double.init)
      }
      let (mean, deviation) = Moments.of(values)
      table.add([
        .text(column.label), column.unit.isEmpty ? .missing : .text(column.unit),
        .people(measured), .number(mean), .number(deviation),
      ])
    }
    return table
  }

  private static func categories(_ view: CohortView) -> Table {
    var table = Table(
      "phenotype-categories", "Phenotypes in categories",
      [
        Column("phenotype", "Phenotype", "label of the column"),
        Column(
          "category", "Category", of: .derived(from: ["people"]),
          "value as recorded; hidden with a small count"),
        Column("people", "People", format: .integer, of: .people, "people with the value"),
        Column(
          "recorded", "People recorded", format: .integer, of: .people, "people with any value"),
        Column(
          "share", "Share, %", format: .fixed(1), of: .derived(from: ["people", "recorded"]),
          "people among those recorded"),
      ])
    for (index, column) in view.phenotypes.columns.enumerated()
    where column.kind == .category || column.kind == .ordinal {
      let values = view.phenotypes.values[index]
      let recorded = view.set(view.phenotypePeople) { values[$0] != nil }
      for category in Set(recorded.members.compactMap { values[$0] }).sorted() {
        let people = view.set(recorded) { values[$0] == category }
        table.add([
          .text(column.label), .text(category), .people(people), .people(recorded),
          .number(100 * Double(people.count) / Double(max(recorded.count, 1))),
        ])
      }
    }
    return table
  }
}

/// Mean and standard deviation.
enum Moments {
  static func of(_ values: [Double]) -> (mean: Double, deviation: Double) {
    guard !values.isEmpty else { return (.nan, .nan) }
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, values.count > 1 ? (sum / Double(values.count - 1)).squareRoot() : .nan)
  }
}

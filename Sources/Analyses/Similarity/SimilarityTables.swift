import CohortModel
import Tables

/// How the people of a selection stand among the groups of the reference.
public enum SimilarityTables {
  public static func tables(_ view: CohortView) -> [Table] {
    [groups(view), summary(view), referenceGroups(view), ReferenceMap.table(view.reference)]
  }

  private static func known(_ view: CohortView) -> People {
    view.set(view.people.people) { view.findings[$0] != nil }
  }

  private static func groups(_ view: CohortView) -> Table {
    var table = Table(
      "similarity-groups", "People by most similar reference group",
      [
        Column("group", "Most similar to", "reference group with the largest probability"),
        Column(
          "people", "People", format: .integer, of: .people,
          "people; those outside the reference stand with the nearest group"),
      ])
    let people = known(view)
    for (index, group) in view.reference.groups.enumerated() {
      let own = view.set(people) { view.findings[$0]?.similarity.nearest == index }
      table.add([.text(group + "-like"), .people(own)])
    }
    return table
  }

  private static func summary(_ view: CohortView) -> Table {
    let people = known(view)
    let outside = view.set(people) { view.findings[$0]?.similarity.isOutside == true }
    let mixed = view.set(people) { view.findings[$0]?.similarity.isLowConfidence == true }
    return Table(
      "similarity", "Similarity in numbers",
      [
        Column(
          "people", "People", format: .integer, of: .people, "people whose consent covers ancestry"),
        Column(
          "outside", "Outside the reference", format: .integer, of: .people,
          "people whom no mixture of the groups explains"),
        Column(
          "between", "No group at 0.9", format: .integer, of: .people,
          "people with a largest probability below 0.9"),
        Column(
          "variants", "Variants compared", format: .integer,
          "panel variants that the genotype files have"),
        Column("panel", "Variants of the panel", format: .integer, "variants of the reference"),
        Column("components", "Components", format: .integer, "principal components"),
      ],
      rows: [
        [
          .people(people), .people(outside), .people(mixed), .number(Double(view.panelVariants)),
          .number(Double(view.reference.panel.count)), .number(Double(view.reference.components)),
        ]
      ])
  }

  private static func referenceGroups(_ view: CohortView) -> Table {
    Table(
      "reference-groups", "Groups of the similarity reference",
      [
        Column("group", "Group", "name of the group"),
        Column(
          "people", "Reference people", format: .integer,
          "people of the panel, who are not of the cohort"),
      ],
      rows: zip(view.reference.groups, view.reference.counts).map {
        [.text($0), .number(Double($1))]
      })
  }
}

import Markup
import Tables

/// Where the person stands among the reference; only where consent covers ancestry.
enum CaseSimilarity {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    let place = input.place
    text.heading(2, "Similarity")
    text.figure(
      "similarity-map", kind: "density",
      head: [
        "title": title(input),
        "subtitle":
          "Four components of the similarity reference as density; the cross is this person",
        "background": "reports/data/reference-map.tsv", "summary": title(input) + ".",
      ], columns: ["label", "pc1", "pc2", "pc3", "pc4"],
      rows: [[.text("This person")] + ["pc1", "pc2", "pc3", "pc4"].map { place[0, $0] }])
    let groups = input.similarity
    text.table(
      groups.title, options: "#similarity-table as=sum",
      header: ["Reference group", "Probability"],
      alignRight: [false, true],
      rows: (0..<groups.rowCount).map { row in
        [MarkdownText.escaped(groups[row, "group"].prose), groups[row, "probability"].prose]
      })
    text.paragraph(
      "“Most similar to” is a statement about this reference, not about race, ethnicity or origin; its groups leave out much of the world. The scores were made mostly in people of European ancestry: the less similar somebody is to them, the less well a score may fit. Shown because of opt\\_ancestry."
    )
  }

  private static func title(_ input: CaseInput) -> String {
    let place = input.place
    if input.isOutside {
      return "Outside the reference: unlike everybody in it, and unlike any mixture of its groups"
    }
    let group = place[0, "group"].prose
    let between = place[0, "between"].prose == "yes"
    return between
      ? "Between the groups of the reference, nearest to \(group)"
      : "Most similar to the \(group) reference group"
  }
}

import Analyses
import CohortModel
import Ethics
import Reports
import Tables

/// Every analysis that a build runs. A new one is a line here.
enum Catalogue {
  static let all: [CatalogueEntry] = [
    .values("cohort", .health, CohortTables.tables, CohortPage.documents),
    .scan(
      "quality", .methods, QualityControlScan.init, QualityControlTables.tables,
      QualityPage.documents),
    .values("similarity", .ancestry, SimilarityTables.tables, SimilarityPage.documents),
    .values("traits", .ancestry, ScoreTables.tables, TraitPage.documents),
    .values("hallmarks", .health, { _ in [] }, HallmarkPage.documents),
    .values("drugs", .health, DrugTables.tables, DrugPage.documents),
    .values("genes", .health, { _ in [] }, GenePage.documents),
    .values("variants", .health, VariantTables.tables, VariantPage.documents),
    .values("pathways", .health, PathwayTables.tables, PathwayPage.documents),
    .values("graph", .health, GraphTables.tables, GraphPage.documents),
    .values("methods", .methods, { _ in [] }, MethodsPage.documents),
    .values("references", .health, ReferenceTables.tables, { _ in [] }),
  ]
}

/// One analysis: whom it asks, what it computes, which pages it writes.
struct CatalogueEntry: Sendable {
  typealias Pages = @Sendable (PageContext) -> [ReportDocument]

  let id: String
  /// The purpose that people's consent has to cover.
  let purpose: Purpose
  let pages: Pages
  /// Tables from values that are there already.
  let tables: @Sendable (CohortView) -> [Table]
  /// A question asked of every variant, opened for (variants, number of people).
  let makeScan: (@Sendable ([Variant], Int) -> any TableScan)?

  static func values(
    _ id: String, _ purpose: Purpose, _ tables: @escaping @Sendable (CohortView) -> [Table],
    _ pages: @escaping Pages
  ) -> CatalogueEntry {
    CatalogueEntry(id: id, purpose: purpose, pages: pages, tables: tables, makeScan: nil)
  }

  static func scan<S: Scan>(
    _ id: String, _ purpose: Purpose, _ make: @escaping @Sendable ([Variant], Int) -> S,
    _ tables: @escaping @Sendable (CohortView, S.Finding) -> [Table], _ pages: @escaping Pages
  ) -> CatalogueEntry {
    CatalogueEntry(
      id: id, purpose: purpose, pages: pages, tables: { _ in [] },
      makeScan: { Scanned(scan: make($0, $1), make: tables) })
  }
}

/// A scan whose kind is no longer known: the one place where types are erased.
protocol TableScan: Sendable {
  mutating func take(_ block: GenotypeBlock)
  func tables(_ view: CohortView) -> [Table]
}

private struct Scanned<S: Scan>: TableScan {
  var scan: S
  let make: @Sendable (CohortView, S.Finding) -> [Table]

  mutating func take(_ block: GenotypeBlock) { scan.take(block) }
  func tables(_ view: CohortView) -> [Table] { make(view, scan.finding()) }
}

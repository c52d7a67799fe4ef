/// The files of `templates/` as built in: page shells, partials, words, style sheet and scripts.
public enum SiteDefaults {
  /// File name and bytes.
  public static let files: [String: [UInt8]] = [
    "case.mustache": PackageResources.case_mustache,
    "casebook.css": PackageResources.casebook_css,
    "casebook.js": PackageResources.casebook_js,
    "footer.mustache": PackageResources.footer_mustache,
    "masthead.mustache": PackageResources.masthead_mustache,
    "notebook.mustache": PackageResources.notebook_mustache,
    "page.mustache": PackageResources.page_mustache,
    "queue.mustache": PackageResources.queue_mustache,
    "search.mustache": PackageResources.search_mustache,
    "words.de.yaml": PackageResources.words_de_yaml,
    "words.en.yaml": PackageResources.words_en_yaml,
  ]
}

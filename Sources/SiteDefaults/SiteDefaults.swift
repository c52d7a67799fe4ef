/// The files of `templates/` as built in: page shells, partials, style sheet and script.
public enum SiteDefaults {
  /// File name and bytes.
  public static let files: [String: [UInt8]] = [
    "casebook.css": PackageResources.casebook_css,
    "casebook.js": PackageResources.casebook_js,
    "footer.mustache": PackageResources.footer_mustache,
    "masthead.mustache": PackageResources.masthead_mustache,
    "page.mustache": PackageResources.page_mustache,
  ]
}

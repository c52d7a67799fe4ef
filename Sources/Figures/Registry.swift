/// Every form of figure. A new one is a file and a line here.
public enum FigureRegistry {
  public static let all: [FigureKind] = [
    .bars,
    .density,
    .distribution,
    .doseResponse,
    .forest,
    .heatmap,
    .icons,
    .manhattan,
    .path,
    .percentiles,
    .qq,
    .scatter,
  ]
}

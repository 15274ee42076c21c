extension Shape {
    /// The worst that searches over shapes found, each cut down to what makes it dear.
    static let foundShapes: [Shape] = []
}

/// How much of an object is looked at. Each bound lies far above what people write, and keeps a hostile object as cheap as its bytes.
///
/// What stands beyond a bound is not passed over in silence: the reader hands it over as `UnreadPart`, and a rule says so.
public enum ReadingLimits {
    /// Options of one list. Linux has 233 options for TCP sockets in all.
    public static let options: Int = 256
    /// Configurations of one object: a Gateway has 64 listeners at most, Envoy's own configuration a cluster for each of many services.
    public static let configurations: Int = 1024
    /// Keys of one object that lead nowhere.
    public static let strayFields: Int = 64
    /// Listeners that an object picks by name, and objects that it refers to.
    public static let references: Int = 256
    /// Patches of one object.
    public static let patches: Int = 1024
    /// Things of one sort that are wrong with an object: containers of the wrong type, settings that are not applied.
    public static let faults: Int = 256
    /// Suppressions of one object; there are about 60 rules.
    public static let suppressions: Int = 128
    /// Bytes of all annotations of an object: an API server takes no more (apimachinery's TotalAnnotationSizeLimitB).
    public static let annotationBytes: Int = 262_144
    /// Bytes of an option's description in which words are looked for.
    public static let descriptionBytes: Int = 1024
}

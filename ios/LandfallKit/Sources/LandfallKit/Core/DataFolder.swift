import Foundation

/// The data folder that an app gives to `OpenSettings`: its own, and in no backup.
public enum DataFolder {
    /// `Library/Application Support/Landfall`, made if it is not there, left out of iCloud's and the Mac's backups: a vault that is put back
    /// from one would undo orders of its owner. Its keys never leave the phone, so it could not be opened elsewhere anyway.
    public static func prepared(in parent: URL? = nil) throws -> URL {
        let parent = try parent
            ?? FileManager.default.url(for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var folder = parent.appendingPathComponent("Landfall", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #if canImport(Security)
        // Orders are obeyed while the phone is locked, once it was unlocked since its start.
        try FileManager.default.setAttributes(
            [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication], ofItemAtPath: folder.path)
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try folder.setResourceValues(values)
        #endif
        return folder
    }
}

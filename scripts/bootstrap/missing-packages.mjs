// Compares what a lock file asks for with what npm recorded when it installed.

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/**
 * Names and versions that are not installed, or in another version. Optional packages may be absent: most of them are for other
 * platforms. An installation without development packages (an image) is whole in its own way.
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 * @returns {string[]}
 */
export function missingPackages(wanted, installed) {
  const withoutDev = !Object.entries(wanted.packages).some(([path, entry]) => entry.dev && path in installed.packages);
  return Object.entries(wanted.packages)
    .filter(([path, entry]) => {
      if (path === '' || (withoutDev && (entry.dev || entry.devOptional))) return false;
      const there = installed.packages[path];
      return there ? there.version !== entry.version : !entry.optional && !entry.devOptional;
    })
    .map(([path, entry]) => `${path.replace(/^.*node_modules\//, '')} ${entry.version}`);
}

// A second reporter, for the closing line: the counts of a whole run as JSON.

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* counts(source) {
  for await (const { type, data } of source) {
    if (type === 'test:summary' && !data.file) yield JSON.stringify(data.counts);
  }
}

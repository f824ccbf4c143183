/** A PDF of these pages, each with a heading in large letters and lines of text. Latin letters only. ISO 32000-1, 7.5. */
export function makePdf(pages: readonly { heading: string; lines: readonly string[] }[]): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', ''];
  const font = `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>`;
  objects.push(font);
  const kids: string[] = [];
  for (const { heading, lines } of pages) {
    const text = lines.map((line) => `0 -14 Td (${escaped(line)}) Tj`).join('\n');
    const content = `BT /F1 18 Tf 60 780 Td (${escaped(heading)}) Tj /F1 11 Tf 0 -16 Td\n${text}\nET`;
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const stream = objects.length;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${stream} 0 R >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.join(' ')}] >>`;
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}

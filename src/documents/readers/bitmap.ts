/** A BMP file of 24 bits without compression; `rgba`: four bytes a pixel, from the top left. Transparent is white. */
export function bitmapOf(rgba: Uint8Array, width: number, height: number): Buffer {
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + rowBytes * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  // Rows stand from the bottom up, colours from blue to red.
  for (let y = 0; y < height; y++) {
    let to = 54 + (height - 1 - y) * rowBytes;
    for (let x = 0, from = y * width * 4; x < width; x++, from += 4) {
      const isClear = rgba[from + 3] === 0;
      for (let colour = 2; colour >= 0; colour--) file[to++] = isClear ? 255 : (rgba[from + colour] ?? 255);
    }
  }
  return file;
}

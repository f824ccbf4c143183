// As much of the protobuf wire format as it takes to cut an ONNX file in two without touching a weight.
// (protobuf.dev/programming-guides/encoding)

export interface Field {
  number: number;
  /** The content of a length-delimited field; empty for numbers. */
  bytes: Buffer;
  /** The whole field with its tag, to be copied as it is. */
  raw: Buffer;
}

export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('file ends inside a number');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    let bytes: Buffer = Buffer.alloc(0);
    switch (tag & 7) {
      case 0:
        varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        bytes = message.subarray(at, (at += length));
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`unknown wire type ${tag & 7}`);
    }
    yield { number: Math.floor(tag / 8), bytes, raw: message.subarray(start, at) };
  }
}

export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varintBytes(number * 8), varintBytes(value)]);
}

export function bytesField(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varintBytes(number * 8 + 2), varintBytes(bytes.length), bytes]);
}

function varintBytes(value: number): Buffer {
  const bytes: number[] = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}

/** The header fields of a message; the values of lines with the same name are joined. */
type Fields = Pick<Headers, 'get'>;

export interface SentRequest {
  readonly method: string;
  /** The target as written in the request line. */
  readonly target: string;
  /** The body, if there is one and it was sent completely. */
  readonly sent: string | undefined;
  /** The number of bytes of the request, including those not sent yet; `null` if its end cannot be known. */
  readonly length: number | null;
}

export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Fields;
  readonly text: string;
  readonly length: number;
}

/** Reads the request at the start of these bytes, as far as it was sent; `null` before its header is complete. */
export function readRequest(bytes: Buffer): SentRequest | null {
  const head = readHead(bytes);
  if (head === null) return null;
  const [method = '', target = ''] = head.startLine.split(' ');
  const isUnframed =
    head.fields.get('content-length') === null && head.fields.get('transfer-encoding') === null;
  if (isUnframed) return { method, target, sent: undefined, length: head.length };
  const body = readBody(bytes.subarray(head.length), head.fields);
  if (body === null) {
    const rest = Number(head.fields.get('content-length') ?? NaN);
    return { method, target, sent: undefined, length: Number.isInteger(rest) ? head.length + rest : null };
  }
  return { method, target, sent: decoded(body.content), length: head.length + body.length };
}

/** Reads the answer at the start of these bytes; `null` until it is complete. */
export function readAnswer(
  bytes: Buffer,
  { isOfHead, hasEnded }: { readonly isOfHead: boolean; readonly hasEnded: boolean },
): ReceivedAnswer | null {
  const head = readHead(bytes);
  if (head === null) return null;
  const { fields: headers } = head;
  const status = Number(head.startLine.split(' ')[1]);
  // RFC 9112 section 6.3.
  const hasNoBody = isOfHead || status < 200 || status === 204 || status === 304;
  if (hasNoBody) return { status, headers, text: '', length: head.length };
  const rest = bytes.subarray(head.length);
  const isFramed = headers.get('content-length') !== null || headers.get('transfer-encoding') !== null;
  if (!isFramed && !hasEnded) return null;
  const body = isFramed ? readBody(rest, headers) : { content: rest, length: rest.length };
  if (body === null) return null;
  return { status, headers, text: decoded(body.content), length: head.length + body.length };
}

function readHead(bytes: Buffer) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [startLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  return { startLine, fields: fieldsOf(lines), length: end + 4 };
}

function fieldsOf(lines: readonly string[]): Fields {
  const fields = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return {
    get(name) {
      const values = fields.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value);
      return values.length === 0 ? null : values.join(', ');
    },
  };
}

interface Body {
  readonly content: Buffer;
  readonly length: number;
}

function readBody(bytes: Buffer, fields: Fields): Body | null {
  if (fields.get('transfer-encoding') !== null) return readChunks(bytes);
  const length = Number(fields.get('content-length'));
  if (!Number.isInteger(length) || bytes.length < length) return null;
  return { content: bytes.subarray(0, length), length };
}

/** Reads a chunked body (RFC 9112 section 7.1) without trailers, which are not used here. */
function readChunks(bytes: Buffer): Body | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (end < 0 || Number.isNaN(size) || bytes.length < end + 2 + size + 2) return null;
    chunks.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
    if (size === 0) return { content: Buffer.concat(chunks), length: at };
  }
}

function decoded(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

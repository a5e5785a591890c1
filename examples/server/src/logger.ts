import { constants, fstatSync, openSync } from 'node:fs';
import { pino, stdTimeFunctions, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config/config.js';
import { LineBatches, linesOf } from './line-batches.js';

export type { Logger } from 'pino';

/** Members with secrets, which are redacted everywhere. No code logs them on purpose; this is a safety net. */
const SECRETS = [
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
];

/** About ten thousand lines wait for a slow reader; further lines are dropped, and counted. */
const WAITING_BYTES_MAX = 4 * 1024 * 1024;

/** The time that an exit waits for a reader that does not read. */
const EXIT_FLUSH_MS = 1_000;

/** Creates the logger: one JSON object a line, or formatted for people if standard output is a terminal. */
export function createLogger(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    // Times in ISO 8601, which people and log stores understand, and levels by name.
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    base: { pid: process.pid },
    redact: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  };
  return pino(options, destination ?? (process.stdout.isTTY ? pretty({ sync: true }) : standardOutput()));
}

let output: DestinationStream | null = null;

/**
 * Writes to standard output in the background, because a synchronous write would stop the server if the reader does not
 * read. Lines logged just before the process exits are written first. There is one for the process, like its standard
 * output.
 */
function standardOutput(): DestinationStream {
  output ??= writeInBackground();
  return output;
}

function writeInBackground(): DestinationStream {
  let givesUpAt = Infinity;
  // This precedes the destination, which adds a listener of its own that would wait forever.
  process.once('exit', () => {
    givesUpAt = Date.now() + EXIT_FLUSH_MS;
    try {
      batches.flush();
      stream.flushSync();
    } catch {
      // The reader does not read, or is gone.
    }
    stream.flushSync = () => {};
  });
  const stream = pino.destination({
    fd: withoutWaiting(1),
    sync: false,
    maxLength: WAITING_BYTES_MAX,
    retryEAGAIN: () => Date.now() < givesUpAt,
  });
  let lost = 0;
  stream.on('drop', (batch: string) => (lost += linesOf(batch)));
  stream.on('drain', () => {
    if (lost === 0) return;
    createLogger('warn', stream).warn({ lost }, 'log lines were dropped: they were not read in time');
    lost = 0;
  });
  const batches = new LineBatches(stream);
  return batches;
}

/**
 * Opens the same pipe again in non-blocking mode, so that a write fails while it is full. A thread in a blocking write
 * would delay the end of the process until a reader reads. Other files never block a writer, except for sockets, which
 * cannot be opened again.
 */
function withoutWaiting(fd: number): number {
  // Uses bigints, because Node.js 20 keeps other results where `realpathSync` mistakes them for those of a known
  // folder, and then does not find modules behind symbolic links. Remove this once that is fixed.
  if (!fstatSync(fd, { bigint: true }).isFIFO()) return fd;
  try {
    return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}

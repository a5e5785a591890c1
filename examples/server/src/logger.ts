import { constants, fstatSync, openSync } from 'node:fs';
import { pino, stdTimeFunctions, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config/config.js';

export type { Logger } from 'pino';

/** Members that hold a secret, wherever they appear. Nothing logs them on purpose; this is the net below. */
const SECRETS = [
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
];

/** Some ten thousand lines wait for a reader that is slow; what comes above is lost, and counted. */
const WAITING_BYTES_MAX = 4 * 1024 * 1024;

/** Lines are written together when there are some eight of them, or when the oldest has waited this long. */
const BATCH_BYTES = 2 * 1024;
const BATCH_MS = 50;

/** How long an exit waits for a reader that does not read. */
const EXIT_FLUSH_MS = 1_000;

/** Structured logs: one JSON object a line, or laid out for people when standard output is a terminal. */
export function createLogger(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    // Instants as people and log stores read them; the level by its name.
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    base: { pid: process.pid },
    redact: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  };
  return pino(options, destination ?? (process.stdout.isTTY ? pretty({ sync: true }) : standardOutput()));
}

let output: ReturnType<typeof pino.destination> | null = null;

/**
 * Written in the background: a reader that does not read must not stop the server, which a write that waits for it
 * would. What is logged just before the process exits is written before it does. One for the process, as its standard
 * output is.
 */
function standardOutput(): DestinationStream {
  output ??= writeInBackground();
  return output;
}

function writeInBackground(): ReturnType<typeof pino.destination> {
  let givesUpAt = Infinity;
  // Before the destination is made, which adds a listener of its own that would wait without end.
  process.once('exit', () => {
    givesUpAt = Date.now() + EXIT_FLUSH_MS;
    try {
      stream.flushSync();
    } catch {
      // Nobody reads, or nobody is there any more.
    }
    stream.flushSync = () => {};
  });
  const stream = pino.destination({
    fd: withoutWaiting(1),
    sync: false,
    minLength: BATCH_BYTES,
    periodicFlush: BATCH_MS,
    maxLength: WAITING_BYTES_MAX,
    retryEAGAIN: () => Date.now() < givesUpAt,
  });
  let lost = 0;
  stream.on('drop', () => (lost += 1));
  stream.on('drain', () => {
    if (lost === 0) return;
    createLogger('warn', stream).warn({ lost }, 'lines of the log were lost: nobody read them in time');
    lost = 0;
  });
  return stream;
}

/**
 * The same pipe, opened so that a write to it fails instead of waiting while it is full: a thread that waits would
 * hold up the end of the process for as long as nobody reads. Other files never make a writer wait for a reader,
 * but for sockets, which cannot be opened again.
 */
function withoutWaiting(fd: number): number {
  // In whole numbers, since Node.js 20 keeps the others where `realpathSync` takes them for those of a folder that it
  // knows: modules behind symbolic links are then not found. To go when that is mended.
  if (!fstatSync(fd, { bigint: true }).isFIFO()) return fd;
  try {
    return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
}

import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.js';

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

/** Structured logs: one JSON object a line, or laid out for people when the destination is a terminal. */
export function createLogger(
  level: Config['logLevel'],
  destination: DestinationStream = standardOutput(),
): Logger {
  const options = {
    level,
    // Instants as people and log stores read them; the level by its name.
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    base: { pid: process.pid },
    redact: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  };
  return pino(options, destination);
}

/** Written synchronously: what is logged just before the process exits is not lost. */
function standardOutput(): DestinationStream {
  return process.stdout.isTTY ? pretty({ sync: true }) : pino.destination({ fd: 1, sync: true });
}

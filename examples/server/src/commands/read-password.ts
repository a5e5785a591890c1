import { Option } from 'commander';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommandFailure } from './command-failure.js';

export interface PasswordOptions {
  readonly passwordStdin?: true;
}

/** Returns the option that reads a password from standard input. */
export function passwordStdin(): Option {
  return new Option('--password-stdin', 'read the password from standard input instead of asking for it');
}

/**
 * Reads a password, which is never an argument: all users of a machine can read command lines, and shells keep them.
 */
export async function readPassword({
  passwordStdin = false,
}: {
  readonly passwordStdin?: boolean;
}): Promise<string> {
  // The line end comes from the shell; everything else belongs to the password.
  if (passwordStdin) return (await text(process.stdin)).replace(/\r?\n$/, '');
  if (!process.stdin.isTTY) {
    throw new CommandFailure('There is no terminal to ask for the password: use --password-stdin.');
  }
  const password = await askSilently('Password: ');
  if (password !== (await askSilently('Repeat the password: ')))
    throw new CommandFailure('The two passwords differ.');
  return password;
}

async function askSilently(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  const cancelled = new AbortController();
  // After Control-C or Control-D, the question would otherwise wait forever.
  terminal.once('close', () => cancelled.abort());
  process.stderr.write(question);
  try {
    return await terminal.question('', { signal: cancelled.signal });
  } catch {
    throw new CommandFailure('Cancelled.');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

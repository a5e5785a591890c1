import { Option } from 'commander';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CommandFailure } from './command-failure.js';

export interface PasswordOptions {
  readonly passwordStdin?: true;
}

export function passwordStdin(): Option {
  return new Option('--password-stdin', 'read the password from standard input instead of asking for it');
}

/** Never an argument: the command line of a process can be read by everybody on the machine, and stays in a history. */
export async function readPassword({
  passwordStdin = false,
}: {
  readonly passwordStdin?: boolean;
}): Promise<string> {
  // The line end is the shell's, everything else the password's.
  if (passwordStdin) return (await text(process.stdin)).replace(/\r?\n$/, '');
  if (!process.stdin.isTTY) {
    throw new CommandFailure('There is no terminal to ask for the password on: use --password-stdin.');
  }
  const password = await askSilently('Password: ');
  if (password !== (await askSilently('Once more: '))) throw new CommandFailure('The two passwords differ.');
  return password;
}

async function askSilently(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  const cancelled = new AbortController();
  // Control-C and Control-D: the question would wait for ever.
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

import { generateKeyPair } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { CommandFailure } from './command-failure.js';

/** Only the owner of a private key may read it. */
const PRIVATE_FILE_MODE = 0o600;

/** Adds a command that needs no database, so that users can run it and keep the private key on their machine. */
export function addKeygen(program: Command): void {
  program
    .command('keygen')
    .description('make a key pair for signed requests: writes the private key, prints the public one')
    .argument('<file>', 'the file to write the private key to; it must not exist')
    .action(async (file: string) => {
      const { publicKey, privateKey } = await promisify(generateKeyPair)('ed25519', {
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
      await writeNew(file, privateKey);
      process.stdout.write(publicKey);
      process.stderr.write(
        `The private key is in ${file}. Register the public key with POST /v1/access-keys.\n`,
      );
    });
}

/** Creates the file only if it does not exist, in one system call, so that no existing file is overwritten. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: PRIVATE_FILE_MODE });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') throw new CommandFailure(`${file} already exists: a key is never overwritten.`);
    throw new CommandFailure(`${file} cannot be written: ${String(code ?? error)}.`);
  }
}

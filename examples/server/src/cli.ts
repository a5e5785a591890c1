#!/usr/bin/env node
// Runs the commands of the command line: docs/command-line.md lists them.
import { InvalidRequestError, isBailiwickError } from '@bailiwick/core';
import { Command, CommanderError } from 'commander';
import { CommandFailure } from './commands/command-failure.js';
import { addClearLoginFailures } from './commands/clear-login-failures.js';
import { addCreateAdmin } from './commands/create-admin.js';
import { addKeygen } from './commands/keygen.js';
import { addMigrate } from './commands/migrate.js';
import { addRepair } from './commands/repair.js';
import { addSetPassword } from './commands/set-password.js';
import { addSetQuota } from './commands/set-quota.js';
import { addSweep } from './commands/sweep.js';
import { addVerify } from './commands/verify.js';
import { ConfigError } from './config/config.js';
import { databaseFailure } from './lifecycle/database-failure.js';
import { EXIT } from './exit-codes.js';

// A database file contains hashes, so only its owner may read it.
process.umask(0o077);

const program = new Command('bailiwick')
  .description('Manages a Bailiwick database. It reads the same environment variables as the server.')
  .exitOverride();

const COMMANDS = [
  addMigrate,
  addCreateAdmin,
  addSetPassword,
  addClearLoginFailures,
  addSetQuota,
  addVerify,
  addRepair,
  addSweep,
  addKeygen,
];
for (const add of COMMANDS) add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints what went wrong, in one line if the error is expected, and returns the exit code for it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed the message already. Its exit code is 0 for `--help`.
    return error.exitCode === 0 ? 0 : EXIT.usage;
  }
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.config;
  }
  process.stderr.write(`${explain(error)}\n`);
  return EXIT.failure;
}

function explain(error: unknown): string {
  if (error instanceof InvalidRequestError) {
    return error.errors.map(({ pointer, detail }) => `The ${pointer.slice(1)} ${detail}`).join(' ');
  }
  const ofDatabase = databaseFailure(error);
  if (ofDatabase !== null) return ofDatabase;
  if (isBailiwickError(error)) return error.message;
  if (error instanceof CommandFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import type { PasswordRules } from '@bailiwick/core';
import { commonPasswordBlocklist } from '@bailiwick/core/common-passwords';
import type { Config } from './config.js';

export const passwordBlocklist = commonPasswordBlocklist();

/** What holds for the password of the first administrator, as for everybody's. */
export function adminPasswordRules({ passwordLengthMin, serviceName, adminEmail }: Config): PasswordRules {
  return { lengthMin: passwordLengthMin, serviceName, email: adminEmail, blocklist: passwordBlocklist };
}

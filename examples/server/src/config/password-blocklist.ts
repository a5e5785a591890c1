import { commonPasswordBlocklist } from '@bailiwick/core/common-passwords';

export const passwordBlocklist = commonPasswordBlocklist();

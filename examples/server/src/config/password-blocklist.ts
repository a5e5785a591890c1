import { commonPasswordBlocklist } from '@bailiwick/core/common-passwords';

/** The block list of the configuration and of the container, made once because its list of words is long. */
export const passwordBlocklist = commonPasswordBlocklist();

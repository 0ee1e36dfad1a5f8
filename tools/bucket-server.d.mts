/** Path of an S3-compatible server. */
export function findBucketServer(): Promise<string>;

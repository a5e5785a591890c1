/** Text that somebody else wrote, in whatever direction it is written: what stands beside it stays in its place. */
export function Words({ of }: { readonly of: string }) {
  return <bdi dir="auto">{of}</bdi>;
}

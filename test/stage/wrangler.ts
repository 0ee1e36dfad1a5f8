/**
 * A stub of `npx wrangler pages deploy` for the steps of the rendered workflows, as the body of a script: it asks the Cloudflare at
 * `url` for a deployment as wrangler does at its end (workers-sdk, packages/wrangler/src/pages/deploy.ts), with no files in it.
 */
export function stubNpx(url: string): string {
  return `
die() { echo "$*" >&2; exit 1; }
[ "$1 $2 $3 $4" = "--yes wrangler@4 pages deploy" ] || die "npx $* is not stubbed"
folder="$5"; shift 5
[ -d "$folder" ] || die "ENOENT: no such file or directory, scandir '$folder'"
while [ $# -gt 0 ]; do
  case "$1" in
    --project-name) project="$2" ;;
    --branch) branch="$2" ;;
    --commit-hash) sha="$2" ;;
    *) die "Unknown argument: $1" ;;
  esac
  shift 2
done
exec /usr/bin/curl --silent --noproxy '*' --fail-with-body -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" \\
  -F manifest='{}' -F branch="$branch" -F commit_hash="$sha" \\
  "${url}/client/v4/accounts/$CLOUDFLARE_ACCOUNT_ID/pages/projects/$project/deployments"
`;
}

export function CallListPage() {
  return null;
}

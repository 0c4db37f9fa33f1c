import { execFileSync } from "node:child_process";

interface Listed {
  method: string;
  path: string;
}

/// Every page the server answers to, from the same list as its router.
export function pages(): string[] {
  const server = process.env.QINGPING_SERVER ?? "target/debug/qingping";
  const list = JSON.parse(execFileSync(server, ["routes", "--json"], { encoding: "utf8" })) as Listed[];
  return list.filter((listed) => listed.method === "GET").map((listed) => listed.path);
}

/// The page of the list an address belongs to; fixed words win over places.
export function pageOf(address: string, list: string[]): string | undefined {
  const parts = address.split(/[?#]/)[0]!.split("/");
  const fits = (path: string) => {
    const places = path.split("/");
    return places.length === parts.length && places.every((place, at) => place.startsWith("{") || place === parts[at]);
  };
  return list.filter(fits).sort((a, b) => a.split("{").length - b.split("{").length)[0];
}

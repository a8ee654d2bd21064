#!/usr/bin/env bash
# scripts/services.sh start|stop|status
#
# Private PostgreSQL (with pgvector) and Redis for tests and production-like runs; addresses go to var/services.env.
#   1. DATABASE_URL and REDIS_URL in the environment: they are used as they are.
#   2. Programs on this machine (on Debian as root, missing ones are installed): instances of our own, on free ports,
#      as an unprivileged user, in a temporary folder.
#   3. Otherwise docker compose, where there is an engine.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
env_file=$root/var/services.env
pg_major=15
vector_version=0.8.0

say() { echo "services: $*" >&2; }
fail() { say "$*"; exit 3; }
is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
as_user() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
free_port() {
  node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}
pg_bin() {
  local dir
  for dir in "/usr/lib/postgresql/$pg_major/bin" "$(dirname "$(command -v initdb || echo /none/x)")"; do
    [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && echo "$dir" && return
  done
  return 1
}
has_vector() { [ -f "$("$(pg_bin)/pg_config" --sharedir)/extension/vector.control" ]; }

apt_updated=
install_packages() {
  is_debian_root || fail "needs $*: install them, or set DATABASE_URL and REDIS_URL"
  [ -n "$apt_updated" ] || { apt-get -o DPkg::Lock::Timeout=300 update -qq >&2; apt_updated=1; }
  say "installing $*"
  # RUNLEVEL=1: the packages must not start their own instances.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" >/dev/null
}

# pgvector is not in bookworm: its source package from trixie, through an apt that shares nothing with the system's
# but the mirror and the keys.
build_vector() {
  local work mirror keyring
  install_packages build-essential dpkg-dev "postgresql-server-dev-$pg_major"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep -v security | sort -u | sed -n 1p)
  [ -n "$mirror" ] || fail 'apt names no mirror'
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  work=$(mktemp -d)
  mkdir -p "$work"/{parts,state/lists/partial,cache/archives/partial,source}
  printf 'Types: deb-src\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n' "$mirror" "$keyring" \
    >"$work/parts/trixie.sources"
  local apt=(apt-get -qq -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/parts"
    -o "Dir::State=$work/state" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
  say "building pgvector $vector_version"
  "${apt[@]}" update >&2
  (cd "$work/source" && "${apt[@]}" source pgvector >/dev/null 2>&1)
  local source=$work/source/pgvector-$vector_version
  [ -d "$source" ] || fail "trixie has another pgvector than $vector_version"
  # OPTFLAGS: no -march=native, so that the library runs on any machine of the kind.
  (cd "$source" && make -s OPTFLAGS="" with_llvm=no PG_CONFIG="$(pg_bin)/pg_config" >/dev/null &&
    make -s install with_llvm=no PG_CONFIG="$(pg_bin)/pg_config" >/dev/null)
  rm -rf "$work"
}

write_env() { # name=value …
  mkdir -p "$root/var"
  (umask 077 && printf '%s\n' "$@" >"$env_file.new" && mv "$env_file.new" "$env_file")
  say "addresses are in var/services.env"
}

start_private() {
  pg_bin >/dev/null || install_packages "postgresql-$pg_major"
  command -v redis-server >/dev/null || install_packages redis-server
  has_vector || build_vector
  local dir bin pg_port redis_port password
  bin=$(pg_bin)
  dir=$(mktemp -d "${TMPDIR:-/tmp}/bagyt-services.XXXXXX")
  password=$(node -p 'require("crypto").randomBytes(18).toString("hex")')
  pg_port=$(free_port)
  redis_port=$(free_port)
  mkdir "$dir/redis"
  echo "$password" >"$dir/password"
  [ "$(id -u)" != 0 ] || chown -R postgres "$dir"
  (
    cd "$dir"
    as_user "$bin/initdb" -D "$dir/pg" -U bagyt -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C.UTF-8 >/dev/null
    # Durable against a crash of the server, as in production; only a loss of power may cost the last moments.
    as_user "$bin/pg_ctl" -D "$dir/pg" -w -l "$dir/pg.log" \
      -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c fsync=off" \
      start >/dev/null
    as_user redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$dir/redis" --daemonize yes \
      --pidfile "$dir/redis.pid" --logfile "$dir/redis.log" --save '' \
      --appendonly yes --appendfsync everysec --maxmemory-policy noeviction >/dev/null
  )
  write_env "DATABASE_URL=postgres://bagyt:$password@127.0.0.1:$pg_port/postgres" \
    "REDIS_URL=redis://127.0.0.1:$redis_port" "SERVICES_KIND=private" "SERVICES_DIR=$dir"
}

compose() { docker compose -p bagyt-services -f "$root/scripts/compose.services.yaml" "$@"; }
start_docker() {
  compose up -d --wait >&2
  write_env "DATABASE_URL=postgres://bagyt:bagyt@$(compose port postgres 5432)/postgres" \
    "REDIS_URL=redis://$(compose port redis 6379)" "SERVICES_KIND=docker"
}

is_running() {
  [ -f "$env_file" ] || return 1
  # shellcheck disable=SC1090
  . "$env_file"
  case $SERVICES_KIND in
    private) "$(pg_bin)/pg_isready" -q -d "$DATABASE_URL" && [ -f "$SERVICES_DIR/redis.pid" ] &&
      kill -0 "$(cat "$SERVICES_DIR/redis.pid")" 2>/dev/null ;;
    docker) [ -n "$(compose ps -q --status running postgres)" ] ;;
    *) true ;;
  esac
}

start() {
  if is_running; then say 'running already'; return; fi
  if [ -n "${DATABASE_URL:-}" ] && [ -n "${REDIS_URL:-}" ]; then
    write_env "DATABASE_URL=$DATABASE_URL" "REDIS_URL=$REDIS_URL" SERVICES_KIND=given
  elif is_debian_root || { pg_bin >/dev/null && has_vector && command -v redis-server >/dev/null; }; then
    start_private
  elif docker info >/dev/null 2>&1; then
    start_docker
  else
    fail "no PostgreSQL $pg_major with pgvector and Redis here, no Debian as root to install them, no Docker engine"
  fi
}

stop() {
  if [ ! -f "$env_file" ]; then say 'not running'; return; fi
  # shellcheck disable=SC1090
  . "$env_file"
  case $SERVICES_KIND in
    private)
      as_user "$(pg_bin)/pg_ctl" -D "$SERVICES_DIR/pg" -m fast -w stop >/dev/null 2>&1 || true
      [ ! -f "$SERVICES_DIR/redis.pid" ] || kill "$(cat "$SERVICES_DIR/redis.pid")" 2>/dev/null || true
      rm -rf "$SERVICES_DIR"
      ;;
    docker) compose down -v >&2 ;;
  esac
  rm -f "$env_file"
  say stopped
}

mkdir -p "$root/var"
exec 9>"$root/var/services.lock"
command -v flock >/dev/null && flock 9
case "${1:-}" in
  # The instances must not inherit the lock: it would be held as long as they live.
  start) (start 9>&-) ;;
  stop) (stop 9>&-) ;;
  status) if (is_running 9>&-); then say "running: $(sed 's/:[^:@/]*@/:…@/' "$env_file" | tr '\n' ' ')"; else say 'not running'; exit 1; fi ;;
  *) echo "usage: $0 start|stop|status" >&2; exit 2 ;;
esac

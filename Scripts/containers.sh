# Sourced by the scripts that build and run containers: buildah and podman with a storage and a
# configuration of their own in .cache/containers, so that nothing of the system's changes and no
# registry is asked. Needs root.

containers_directory=$PWD/.cache/containers

# Ends the calling script with 77 and the reason where this machine cannot do it.
containers_require() {
    local tool missing=()
    for tool in buildah podman runc; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [ ${#missing[@]} -eq 0 ] || containers_not_run "${missing[*]} missing; apt-get install ${missing[*]}"
    [ "$(id -u)" -eq 0 ] || containers_not_run "containers of our own storage need root"
    mkdir -p "$containers_directory"
    # runc, since crun refuses some set-ups of control groups; and limits that any machine allows.
    printf '%s\n' '[containers]' 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]' \
        '[engine]' 'runtime = "runc"' 'cgroup_manager = "cgroupfs"' 'events_logger = "file"' \
        '[network]' 'network_backend = "netavark"' >"$containers_directory/containers.conf"
    export CONTAINERS_CONF=$containers_directory/containers.conf
}

containers_not_run() {
    echo "${0#./}: not run: $*" >&2
    exit 77
}

containers_buildah() {
    buildah --root "$containers_directory/storage" --runroot "$containers_directory/run" \
        --storage-driver vfs "$@"
}

containers_podman() {
    podman --root "$containers_directory/storage" --runroot "$containers_directory/run" \
        --storage-driver vfs "$@"
}

# containers_build TAG CONTEXT: the Containerfile of the context; two builds of
# the same bytes give the same image.
containers_build() {
    containers_buildah bud --quiet --isolation chroot --layers=false \
        --timestamp "${SOURCE_DATE_EPOCH:-0}" --format oci --tag "$1" "$2" >/dev/null
}

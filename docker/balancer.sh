#!/bin/sh
# nginx looks the nodes' names up only when it reads its configuration, and a container that is started again may have
# another address: so the configuration is read again when one has changed. Open sockets stay.
addresses() { getent ahostsv4 node1 && getent ahostsv4 node2 && getent ahostsv4 node3; }

known=$(addresses)
while sleep 2; do
    # A node that is down has no name, and nginx takes no configuration that it can't resolve whole.
    now=$(addresses) || continue
    [ "$now" = "$known" ] || { nginx -s reload && known=$now; }
done &
exec nginx -g 'daemon off;'

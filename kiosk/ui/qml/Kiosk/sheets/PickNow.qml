import QtQuick
import Kiosk

// Now, on the booking sheet's scale.
Item {
    id: root

    Rectangle {
        x: -Math.round(width / 2)
        y: 0.2 * Theme.u
        width: Math.max(2, Math.round(0.5 * Theme.u))
        height: root.height - y
        color: Theme.palette.needle
    }

    Icon {
        name: "glyphs/needle"
        size: 2.4 * Theme.u
        x: -Math.round(width / 2)
        ink: Theme.palette.needle
    }
}

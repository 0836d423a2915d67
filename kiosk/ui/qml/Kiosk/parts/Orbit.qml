import QtQuick
import Kiosk

// Moves what it is given to by half a unit, along eight points of a circle. It steps, it does not glide.
Translate {
    required property int step

    x: step < 0 ? 0 : Math.round(0.5 * Theme.u * Math.cos(step * Math.PI / 4))
    y: step < 0 ? 0 : Math.round(0.5 * Theme.u * Math.sin(step * Math.PI / 4))
}

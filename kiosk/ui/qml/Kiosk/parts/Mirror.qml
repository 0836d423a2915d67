import QtQuick
import Kiosk

// Turns an item over where the language runs from right to left: the scene as a whole, and once more what is read.
Scale {
    id: root

    required property Item item
    property bool turned: Theme.mirrored

    origin.x: turned ? item.width / 2 : 0
    xScale: turned ? -1 : 1
}
